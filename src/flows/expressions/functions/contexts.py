"""Functions on contexts, DMN 1.5 §10.3.4.10."""

from flows.expressions.budget import spend
from flows.expressions.functions.builtin import Unfit, builtin
from flows.expressions.values import Value

Context = dict[str, Value]


@builtin("get value", "m: any, key: any", "m: any, keys: list")
def get_value(context: Value, key: Value) -> Value:
    if type(context) is list and len(context) == 1:
        context = context[0]
    if type(key) is not list:
        if type(context) is not dict or type(key) is not str:
            raise Unfit
        return context.get(key)
    if not key:
        raise Unfit
    for step in key:
        if type(context) is not dict or type(step) is not str:
            raise Unfit
        context = context.get(step)
    return context


@builtin("get entries", "m: context")
def get_entries(context: Context) -> list[Context]:
    spend(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context", "entries: list")
def context(entries: list[Context]) -> Context:
    result: Context = {}
    for entry in entries:
        key = entry["key"]
        if type(key) is not str or key in result:
            raise Unfit
        result[key] = entry["value"]
    return result


@builtin(
    "context put",
    "context: context, key: any, value: any",
    "context: context, keys: any, value: any",
)
def context_put(context: Context, key: Value, value: Value) -> Context:
    if type(key) is str:
        spend(len(context) // 4)
        return {**context, key: value}
    if type(key) is not list or not key or type(key[0]) is not str:
        raise Unfit
    if len(key) == 1:
        return context_put(context, key[0], value)
    inner = context.get(key[0])
    if inner is not None and type(inner) is not dict:
        raise Unfit
    return context_put(context, key[0], context_put(inner or {}, key[1:], value))


@builtin("context merge", "contexts: list")
def context_merge(contexts: list[Context]) -> Context:
    result: Context = {}
    for part in contexts:
        if type(part) is not dict:
            raise Unfit
        spend(1 + len(part) // 4)
        result.update(part)
    return result
