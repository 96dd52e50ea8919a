// SPDX-License-Identifier: Apache-2.0
import type { AdoptedCluster } from "kubesphere-network/lib/adoption/adoption";
import type { OutlinePart } from "./outline";
import { keyText, literal } from "./literal";

/** What the program gives its NetworkPlatform beside the description. */
export interface Access {
    readonly clusters?: Readonly<Record<string, { readonly context: string }>>;
    readonly hostCluster?: string;
}

/** How the clusters are reached: where there is one, the program has the default provider. */
export function accessOf(clusters: readonly AdoptedCluster[]): Access {
    const [host, ...members] = clusters;
    return members.length === 0
        ? {}
        : {
              clusters: Object.fromEntries(clusters.map(({ name, context }) => [name, { context }])),
              ...(host && host.name !== "host" && { hostCluster: host.name }),
          };
}

/** The program that reads the description from its file. */
export function programOfFile(platform: string, file: string, access: Access): string {
    return program(platform, [`file: ${JSON.stringify(file)},`, ...accessLines(access)], []);
}

/** The program that has the description in itself. */
export function programOfParts(
    platform: string,
    parts: readonly OutlinePart[],
    access: Access,
    header: readonly string[],
): string {
    const spec = ["spec: {", ...parts.flatMap((part) => partLines(part)).map((line) => `    ${line}`.trimEnd()), "},"];
    return program(platform, [...spec, ...accessLines(access)], header);
}

function program(platform: string, args: readonly string[], header: readonly string[]): string {
    return [
        ...header.map((line) => `// ${line}`.trimEnd()),
        'import { NetworkPlatform } from "kubesphere-network";',
        "",
        `const platform = new NetworkPlatform(${JSON.stringify(platform)}, {`,
        ...args.map((line) => `    ${line}`.trimEnd()),
        "});",
        "",
        "export const { made, extensionState } = platform;",
        "",
    ].join("\n");
}

function accessLines(access: Access): string[] {
    return Object.entries(access).flatMap(([key, value]) => partLines({ key, value }));
}

function partLines({ key, comment, value, parts }: OutlinePart): string[] {
    const said = comment === undefined ? [] : [`// ${comment}`];
    const name = keyText(key);
    const inner =
        parts === undefined
            ? `${name}: ${literal(value)},`.split("\n")
            : [`${name}: {`, ...parts.flatMap((part) => partLines(part)).map((line) => `    ${line}`), "},"];
    return [...said, ...inner];
}
