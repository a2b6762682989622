// Students' sheets hold up in the oldest browsers we promise (package.json, "browserslist"): no layers, no nesting.
const STUDENTS = [
  "oes/recorder/static/**/*.css",
  "oes/written/static/written/sitting/*.css",
  "oes/integrations/*/static/**/*.css",
  "oes/portal/static/portal/student/**/*.css",
  "oes/appeals/static/appeals/student/**/*.css",
]

export default {
  extends: "stylelint-config-standard",
  ignoreFiles: ["**/node_modules/**", "**/vendor/**", "var/**", ".venv/**"],
  reportNeedlessDisables: true,
  rules: {
    // Blank lines group thoughts; they are the author's.
    "at-rule-empty-line-before": null,
    "comment-empty-line-before": null,
    "custom-property-empty-line-before": null,
    "declaration-empty-line-before": null,
    "rule-empty-line-before": null,
    // Layers decide what wins, not the order within a file.
    "no-descending-specificity": null,
    // A component may be taken up again, under @media or for print; both notations of widths are read well.
    "no-duplicate-selectors": null,
    "media-feature-range-notation": null,
    // `clip` still hides from the eye what is said to screen readers.
    "property-no-deprecated": [true, { ignoreProperties: ["clip"] }],
    // Names of fonts keep their capitals.
    "value-keyword-case": [
      "lower",
      { camelCaseSvgKeywords: true, ignoreKeywords: ["srgb"], ignoreProperties: ["/^--/", "font-family"] },
    ],
  },
  overrides: [
    {
      files: STUDENTS,
      plugins: ["stylelint-no-unsupported-browser-features"],
      rules: {
        "plugin/no-unsupported-browser-features": [
          true,
          {
            ignorePartialSupport: true,
            // Where these are unknown the rule is left out, and what remains is right: our light colours, no movement
            // but the browser's own, and its own mark of the focus.
            ignore: ["prefers-color-scheme", "prefers-reduced-motion", "css-focus-visible"],
          },
        ],
        // Safari 12 breaks long words by no other name.
        "declaration-property-value-keyword-no-deprecated": [true, { ignoreKeywords: ["break-word"] }],
        // The standard set asks for notations that are younger than the floor.
        "media-feature-range-notation": "prefix",
        "color-function-notation": "legacy",
        "color-function-alias-notation": null,
        "alpha-value-notation": "number",
        "selector-not-notation": "simple",
        "declaration-block-no-redundant-longhand-properties": null,
        "property-no-vendor-prefix": null,
        "value-no-vendor-prefix": null,
      },
    },
  ],
}
