// SPDX-License-Identifier: Apache-2.0
import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

export default tseslint.config(
    { ignores: ["**/bin/**", "**/node_modules/**", "**/*.js", "**/*.mjs"] },
    ...tseslint.configs.strictTypeChecked,
    {
        languageOptions: {
            parserOptions: {
                project: [
                    "./tsconfig.json",
                    "./policy/tsconfig.json",
                    "./sandbox/tsconfig.json",
                    "./cli/tsconfig.json",
                    "./test/tsconfig.json",
                ],
                tsconfigRootDir: import.meta.dirname,
            },
        },
        plugins: { "@pulumi": pulumi },
        rules: {
            // An Output inside a template literal prints "Calling [toString] on an [Output<T>] ..." into a manifest.
            "@pulumi/no-output-in-template-literal": "error",
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
            "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true, varsIgnorePattern: "^_" }],
            // client-node types every object as a class and takes plain ones.
            "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
            "@typescript-eslint/switch-exhaustiveness-check": "error",
            "@typescript-eslint/no-unnecessary-type-parameters": "off",
            "no-restricted-syntax": [
                "error",
                ...["callee.name", "callee.property.name"].map((name) => ({
                    selector: `CallExpression[callee.property.name='apply'] NewExpression[${name}=/^(?!Map$|Set$|Date$|Promise$|.*Error$)[A-Z]/]`,
                    message: "A resource made inside .apply is missing from previews.",
                })),
            ],
            "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
            complexity: ["error", 12],
            "max-depth": ["error", 3],
            "max-params": ["error", 4],
        },
    },
    // Imports go down only: cli, then sandbox and components, then lib.
    ...[
        { files: ["lib/**"], forbidden: "^(@pulumi/|@kubernetes/|(node:)?fs|.*/components/)" },
        { files: ["policy/**", "sandbox/**"], forbidden: "^(kubesphere-network$|.*/components/)" },
        { files: ["components/**"], forbidden: "^(kubesphere-network-sandbox|ksnet|.*/sandbox/)" },
    ].map(({ files, forbidden: regex }) => ({
        files,
        rules: { "no-restricted-imports": ["error", { patterns: [{ regex, message: "Imports go down only." }] }] },
    })),
    {
        files: ["test/**/*.ts"],
        rules: {
            "@typescript-eslint/no-non-null-assertion": "off",
            "@typescript-eslint/no-floating-promises": "error",
            "@typescript-eslint/no-unsafe-assignment": "off",
            "@typescript-eslint/no-unsafe-member-access": "off",
            "max-lines": "off",
        },
    },
);
