// SPDX-License-Identifier: Apache-2.0
import type { Known } from "kubesphere-network/lib/report/layers";
import { Objects } from "kubesphere-network/lib/report/objects";
import { isOf, objectOfManifest, type PolicyObject } from "kubesphere-network-policies/objects/object";
import { BadInput } from "../inputs/bad-input";
import { kubeObjectOf } from "../inputs/kube-object";
import type { LiveOptions } from "../cluster/cluster";
import { manifestsInput } from "../inputs/manifests";
import { parseDocuments, parseJson } from "../inputs/parse";
import { readFiles } from "../inputs/read";
import { KEPT } from "./kept";
import { takeVisibly } from "./progress";
import { shaped } from "./shape";
import { type Snapshot, snapshotOf } from "./snapshot";
import { snapshotNotes } from "./words";

/** Where to find what a cluster has: in itself, or in a file. */
export interface WorldOptions extends LiveOptions {
    /** Read a cluster. */
    readonly live?: boolean;
    /** File that `ksnet snapshot` wrote, or any manifests, such as those of `kubectl get -o json`; "-" is standard input. */
    readonly snapshot?: string;
}

/** What there is in a cluster. */
export interface World extends Known {
    /** What messages call it, such as "the snapshot of 2026-11-21T09:49:00.000Z". */
    readonly title: string;
    /** When it was read; undefined for manifests. */
    readonly takenAt?: string;
    /** What is not known of the cluster, in whole sentences. */
    readonly notes: readonly string[];
}

/** Reads what a cluster has. Throws a BadInput if that cannot be read, or is not asked right. */
export async function readWorld({ live = false, snapshot, ...connection }: WorldOptions): Promise<World> {
    if (live === (snapshot !== undefined)) {
        throw new BadInput(["Say what to read: a cluster with --live, or a file with --snapshot."]);
    }
    return snapshot === undefined ? liveWorld(connection) : worldOfFile(snapshot);
}

async function liveWorld(connection: LiveOptions): Promise<World> {
    const snapshot = await takeVisibly(connection);
    return worldOfSnapshot(snapshot, `the cluster "${snapshot.context}"`);
}

async function worldOfFile(path: string): Promise<World> {
    const [world, ...others] = await readFiles([path], (content, file) => worldIn(content, file.path));
    if (world === undefined || others.length > 0) {
        throw new BadInput([`${path}: name one file that has all of the cluster, not a folder.`]);
    }
    return world;
}

function worldIn(content: string, label: string): World {
    const json = parseJson(content);
    const snapshot = snapshotOf(json, label);
    if (snapshot !== undefined) {
        return worldOfSnapshot(snapshot, `the snapshot of ${snapshot.takenAt}`);
    }
    const { objects } = manifestsInput(parseDocuments(content, label, json), label);
    if (objects.length === 0) {
        throw new BadInput([`${label}: this is no snapshot, and there is no Kubernetes object in it.`]);
    }
    const found = objectsOf(objects);
    return {
        title: label,
        objects: found,
        told: (object) => (found.of(object).size > 0 ? object.tree : undefined),
        notes: [],
    };
}

/** What a snapshot tells: of the kinds that it has all, and of them what it keeps. */
function worldOfSnapshot(snapshot: Snapshot, title: string): World {
    const { items, takenAt, notRead } = snapshot;
    const whole = KEPT.filter(
        ({ kind, part, extension }) =>
            part === undefined && extension === undefined && !notRead.some((each) => isOf(each, kind)),
    );
    return {
        title,
        takenAt,
        objects: objectsOf(items.flatMap((item) => objectOfManifest(item, title) ?? [])),
        told: (object) => {
            const kept = whole.find(({ kind }) => isOf(kind, object));
            return kept && (shaped(object.tree, kept.shape) ?? {});
        },
        notes: snapshotNotes(snapshot, title),
    };
}

function objectsOf(objects: readonly PolicyObject[]): Objects {
    return new Objects(objects.flatMap((object) => kubeObjectOf(object) ?? []));
}
