"""Static files with hashed names, imports between ES modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

_RELATIVE = r"""["'](?P<url>\.{1,2}/[^"'\n]+)["']"""


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import ... from "./x.js"` to the hashed name, since import maps are too young for students.

    Django's own patterns ask for a semicolon at the end of the import; ours do not.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            "*.js",
            (
                (rf"""(?m)^(?P<matched>(?P<head>(?:import|export)\b[^"';]*){_RELATIVE})""", '%(head)s"%(url)s"'),
                (rf"""(?P<matched>\bimport\(\s*{_RELATIVE}\s*\))""", 'import("%(url)s")'),
            ),
        ),
    )
