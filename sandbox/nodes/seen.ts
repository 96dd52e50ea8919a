// SPDX-License-Identifier: Apache-2.0
import type { Handlers } from "../controllers/informer";
import type { KubernetesObject } from "../kubernetes/client";

/** The objects of one kind as they were last seen, by uid: a name may have a new owner before the old one is gone. */
export class Seen {
    private readonly objects = new Map<string, KubernetesObject>();

    get(uid: string): KubernetesObject | undefined {
        return this.objects.get(uid);
    }

    all(): KubernetesObject[] {
        return [...this.objects.values()];
    }

    /** Keeps up with an Informer and tells of every object that came, changed or went. */
    handlers(changed: (object: KubernetesObject) => void): Handlers {
        const keep = (object: KubernetesObject) => {
            this.objects.set(object.metadata.uid ?? "", object);
            changed(object);
        };
        return {
            added: keep,
            updated: (_, object) => {
                keep(object);
            },
            deleted: (object) => {
                this.objects.delete(object.metadata.uid ?? "");
                changed(object);
            },
        };
    }
}

/** Tells of every object that came, changed or went. */
export function everyChange(changed: () => void): Handlers {
    return { added: changed, updated: changed, deleted: changed };
}
