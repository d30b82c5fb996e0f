"""A decision's pages: drawn, as a table, and as a file."""

from flows.web.views.processes import decision_page, decision_rows
from flows.web.views.processes.file_pages import file_pages
from flows.web.views.processes.table_change import undoing

blueprint = decision_page.blueprint
blueprint.register_blueprint(decision_rows.blueprint)
blueprint.register_blueprint(file_pages(".dmn"))
blueprint.register_blueprint(undoing("process_decision.rows.show"))
