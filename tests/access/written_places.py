"""The addresses of written exams with what they answer, by door."""

from tests.access.roles import ONE_STUDENT, OWN_LINK, PREPARERS

OF_STUDENT = """
    written:sit GET 200
    written:take POST 302
    written:receipt GET 302
    written:state GET 200
    written:text POST 200
    written:hand_in POST 200
    written:late POST 409
    written:pieces POST 201
    written:order POST 200
    written:page POST 200
    written:remove POST 200
"""
OF_PREPARERS = """
    written:prepare GET 200 POST 302
    written:task_save POST 302
    written:task_remove POST 302
    written:file_add POST 302
    written:file_remove POST 302
"""
BY_LINK = """
    written:piece GET 200
    written:shown GET 200
    written:pdf GET 200
"""
ROWS = ((ONE_STUDENT, OF_STUDENT), (PREPARERS, OF_PREPARERS), (OWN_LINK, BY_LINK))
