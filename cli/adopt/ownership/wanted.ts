// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "kubesphere-network/lib/kinds";
import type { Manifest } from "kubesphere-network/lib/manifest";
import { type ImportFile, type ImportSpec, readImportFile } from "kubesphere-network-sandbox";
import { BadInput } from "../../inputs/bad-input";
import { ADOPTED_KINDS } from "./adopted-kinds";

/** What a resource of an import file is to own. */
export interface Wanted {
    readonly kind: Kind;
    readonly name: string;
    readonly namespace?: string;
    /** Uid of the object that was adopted. */
    readonly uid: string;
    /** The fields with their values. */
    readonly fields: Manifest;
    /** Who writes them for the stack. */
    readonly fieldManager: string;
    /** Name of the provider in the file; undefined for the default one. */
    readonly provider?: string;
}

/** A provider of an import file, as far as it says how its cluster is reached. */
export interface Access {
    readonly kubeconfig?: string;
    readonly context?: string;
}

/** What an import file says of ownership. */
export interface WantedFile {
    readonly wanted: readonly Wanted[];
    readonly providers: ReadonlyMap<string, Access>;
}

/** Reads the file that `ksnet adopt` wrote. Throws a BadInput that names all that is no adopted object. */
export function readWanted(path: string): WantedFile {
    const { resources } = importFileAt(path);
    const objects = resources.filter(({ component, type }) => component !== true && !isProvider(type));
    const read = objects.map((spec) => ({ spec, wanted: wantedOf(spec) }));
    const strange = read.flatMap(({ spec, wanted }) => (wanted === undefined ? [spec.name] : []));
    if (strange.length > 0) {
        const lines = strange.map((name) => `  - ${name}`);
        throw new BadInput([`${path} has resources that ksnet adopt did not write:`, ...lines]);
    }
    return {
        wanted: read.flatMap(({ wanted }) => wanted ?? []),
        providers: new Map(
            resources.filter(({ type }) => isProvider(type)).map(({ name, inputs = {} }) => [name, inputs]),
        ),
    };
}

function importFileAt(path: string): ImportFile {
    try {
        return readImportFile(path);
    } catch (error) {
        throw error instanceof Error ? new BadInput([error.message]) : error;
    }
}

function isProvider(type: string): boolean {
    return type.startsWith("pulumi:providers:");
}

function wantedOf({ inputs, outputs, provider }: ImportSpec): Wanted | undefined {
    const { apiVersion, kind, metadata } = (inputs ?? {}) as Partial<Manifest>;
    const known = ADOPTED_KINDS.find((each) => each.apiVersion === apiVersion && each.kind === kind);
    const { name, namespace } = (metadata ?? {}) as { name?: string; namespace?: string };
    const { __fieldManager: fieldManager, metadata: live } = outputs ?? {};
    const { uid } = (live ?? {}) as { uid?: string };
    return known === undefined || name === undefined || uid === undefined || typeof fieldManager !== "string"
        ? undefined
        : {
              ...{ kind: known, name, uid, fieldManager, fields: inputs as unknown as Manifest },
              ...(namespace !== undefined && { namespace }),
              ...(provider !== undefined && { provider }),
          };
}
