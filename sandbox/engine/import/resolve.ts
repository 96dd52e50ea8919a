// SPDX-License-Identifier: Apache-2.0
import { buildUrn, isProviderType, urnType } from "../urn";
import { type ImportFile, type ImportSpec, subjectOf } from "./import-file";

/** A resource of an import file, with the URNs that its names stand for. */
export interface Import {
    readonly spec: ImportSpec;
    /** The resource in words, for messages. */
    readonly subject: string;
    readonly urn: string;
    /** URN of its parent; undefined directly under the stack. */
    readonly parent?: string;
    /** URN of its provider; undefined for the default provider. */
    readonly provider?: string;
}

/** The resources of a file, and what is wrong with their names. */
export interface Resolved {
    readonly imports: readonly Import[];
    readonly problems: readonly string[];
}

/** Finds out what the names of a file stand for; rules of parseImportFile in Pulumi's pkg/cmd/pulumi/operations/import.go. */
export function resolveImports(file: ImportFile, place: { stack: string; project: string }): Resolved {
    const names = new Names(file, place);
    const taken = new Set(Object.values(file.nameTable));
    const problems: string[] = [];
    const imports = file.resources.flatMap((spec, index): Import[] => {
        const subject = subjectOf(spec, index);
        const urn = names.urnOf(spec);
        const wrong = [...names.parentProblems(spec), ...names.providerProblems(spec)];
        if (urn !== undefined && taken.has(urn)) {
            wrong.push("its URN is that of another resource, too. Give it another logicalName.");
        }
        problems.push(...wrong.map((what) => `${subject}: ${what}`));
        if (urn === undefined || wrong.length > 0) {
            return [];
        }
        taken.add(urn);
        return [{ spec, subject, urn, parent: names.find(spec.parent), provider: names.find(spec.provider) }];
    });
    return { imports, problems };
}

/** The names of one file. */
class Names {
    private readonly specs = new Map<string, ImportSpec>();
    private readonly ambiguous = new Set<string>();

    constructor(
        private readonly file: ImportFile,
        private readonly place: { stack: string; project: string },
    ) {
        for (const spec of file.resources) {
            if (this.specs.has(spec.name)) {
                this.ambiguous.add(spec.name);
            }
            this.specs.set(spec.name, spec);
        }
    }

    /** URN that a name stands for; undefined if it stands for none. */
    find(name: string | undefined, below: readonly ImportSpec[] = []): string | undefined {
        if (name === undefined || Object.hasOwn(this.file.nameTable, name)) {
            return name === undefined ? undefined : this.file.nameTable[name];
        }
        const spec = this.specs.get(name);
        return spec && this.urnOf(spec, below);
    }

    /** URN of a resource; undefined if it has no parent that could be found, or is its own ancestor. */
    urnOf(spec: ImportSpec, below: readonly ImportSpec[] = []): string | undefined {
        if (below.includes(spec)) {
            return undefined;
        }
        const parent = this.find(spec.parent, [...below, spec]);
        return spec.parent !== undefined && parent === undefined
            ? undefined
            : buildUrn({ ...this.place, ...(parent && { parent }) }, spec.type, spec.logicalName);
    }

    parentProblems({ parent }: ImportSpec): string[] {
        if (parent === undefined) {
            return [];
        }
        if (this.isUnknown(parent)) {
            return [`its parent '${parent}' is neither in 'nameTable' nor in 'resources'.`];
        }
        return [
            ...this.ambiguityProblems(parent, "parent"),
            ...(this.find(parent) === undefined ? [`its parent '${parent}' has no parent that can be found.`] : []),
        ];
    }

    providerProblems({ provider }: ImportSpec): string[] {
        if (provider === undefined) {
            return [];
        }
        if (this.isUnknown(provider)) {
            return [`its provider '${provider}' is neither in 'nameTable' nor in 'resources'.`];
        }
        const urn = this.find(provider);
        return [
            ...this.ambiguityProblems(provider, "provider"),
            ...(urn !== undefined && !isProviderType(urnType(urn))
                ? [`its provider '${provider}' is no provider.`]
                : []),
        ];
    }

    private isUnknown(name: string): boolean {
        return !Object.hasOwn(this.file.nameTable, name) && !this.specs.has(name);
    }

    private ambiguityProblems(name: string, role: string): string[] {
        const isAmbiguous = !Object.hasOwn(this.file.nameTable, name) && this.ambiguous.has(name);
        return isAmbiguous ? [`its ${role} '${name}' is the name of several resources. Make their names unique.`] : [];
    }
}
