"""Google Classroom: rosters come from a course, final marks of a written exam go back to its course work."""
