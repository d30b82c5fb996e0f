"""A form's pages: drawn, as a table, and as a file."""

from flows.web.views.processes import form_page, form_rows
from flows.web.views.processes.file_pages import file_pages
from flows.web.views.processes.table_change import undoing

blueprint = form_page.blueprint
blueprint.register_blueprint(form_rows.blueprint)
blueprint.register_blueprint(file_pages(".form"))
blueprint.register_blueprint(undoing("process_form.rows.show"))
