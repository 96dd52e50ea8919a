// SPDX-License-Identifier: Apache-2.0
import { adopt } from "kubesphere-network/lib/adoption/adopt";
import { type Selection, selectionProblems } from "kubesphere-network/lib/adoption/selection";
import { assertGoodInput } from "../inputs/bad-input";
import { pageFor } from "../text/page";
import { terminal } from "../text/terminal";
import { adoptionJson } from "./outputs/json";
import { adoptionText, filesText } from "./outputs/text";
import { programFiles } from "./program/files";
import type { Form } from "./program/form";
import { kubernetesVersionOf, projectOf } from "./program/surroundings";
import { writeFiles } from "./program/write";
import { type ClustersAsked, readClusters } from "./read/clusters";

/** What is asked of `ksnet adopt`. */
export interface AdoptOptions extends ClustersAsked {
    readonly selection: Selection;
    readonly form: Form;
    /** Name of the NetworkPlatform. */
    readonly platform: string;
    /** Folder that the files are written into; without one they are only shown. */
    readonly output?: string;
    readonly force?: boolean;
    readonly json?: boolean;
}

/** What is told in the end. */
export interface AdoptAnswer {
    /** For standard output. */
    readonly text: string;
    /** What could not be looked at, in whole sentences. */
    readonly notes: readonly string[];
}

/** Reads the clusters, makes the program of them and writes it if there is a folder for it. */
export async function adoptClusters(options: AdoptOptions): Promise<AdoptAnswer> {
    const { selection, platform, form, output, context, kubeconfig = process.env.KUBECONFIG } = options;
    const { clusters, notes } = await readClusters(options);
    assertGoodInput(selectionProblems(selection, clusters));
    const adoption = adopt(clusters, { platform, selection });
    const files = programFiles(adoption, {
        form,
        project: await projectOf(output),
        context,
        kubernetesVersion: kubernetesVersionOf(output),
        kubeconfig,
    });
    const written = output === undefined ? [] : await writeFiles(output, files, options.force === true);
    if (options.json === true) {
        return { text: adoptionJson(adoption, notes, written), notes: [] };
    }
    const page = pageFor(terminal());
    const shown = output === undefined ? filesText(files, page) : "";
    return { text: `${shown}${adoptionText(adoption, written, page)}`, notes };
}
