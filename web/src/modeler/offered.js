// What can be chosen in the menus: not what the check would refuse in any case, and first what
// collaboration needs. The rest is found by searching.

const REFUSED = /ad-hoc|adhoc|compensation|complex-gateway|cancel-remaining/;
const SENDS_BY_JOB = /(^|-)send-task$/;
const RARE = /transaction|cancel-(end|boundary)/;
const OFTEN = /inclusive-gateway|receive-task/;
const STARTS_BY_TIME = /^replace-with-(timer|conditional)-start$/;
const MENUS = ['bpmn-append', 'bpmn-create', 'bpmn-replace'];

class Offered {
  constructor(popupMenu) {
    for (const menu of MENUS) popupMenu.registerProvider(menu, 200, this);
  }

  getPopupMenuEntries() {
    return without;
  }

  getPopupMenuHeaderEntries() {
    return without;
  }
}
Offered.$inject = ['popupMenu'];

const without = (entries) =>
  Object.fromEntries(
    Object.entries(entries)
      .filter(([id]) => !REFUSED.test(id) && !SENDS_BY_JOB.test(id) && !STARTS_BY_TIME.test(id))
      .map(([id, entry]) => [id, ranked(id, entry)]),
  );

function ranked(id, entry) {
  if (RARE.test(id)) return { ...entry, rank: -1 };
  return OFTEN.test(id) ? { ...entry, rank: 0 } : entry;
}

export default { __init__: ['offered'], offered: ['type', Offered] };
