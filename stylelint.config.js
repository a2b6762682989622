// Students' sheets hold up in the oldest browsers we promise (package.json, "browserslist"): no layers, no nesting.
const STUDENTS = ["oes/recorder/static/**/*.css", "oes/integrations/embed/static/**/*.css"]

export default {
  extends: "stylelint-config-standard",
  ignoreFiles: ["**/node_modules/**", "**/vendor/**", "var/**", ".venv/**"],
  reportNeedlessDisables: true,
  overrides: [
    {
      files: STUDENTS,
      plugins: ["stylelint-no-unsupported-browser-features"],
      rules: {
        "plugin/no-unsupported-browser-features": [true, { ignorePartialSupport: true }],
        // The standard set asks for notations that are younger than the floor.
        "media-feature-range-notation": "prefix",
        "color-function-notation": "legacy",
        "color-function-alias-notation": null,
        "alpha-value-notation": "number",
        "selector-not-notation": "simple",
        "declaration-block-no-redundant-longhand-properties": null,
        "property-no-vendor-prefix": null,
      },
    },
  ],
}
