// SPDX-License-Identifier: Apache-2.0
import { generateKeyPairSync } from "node:crypto";
import { generate } from "selfsigned";
import { LOOPBACK } from "./ports";

/** What the processes of one control plane trust and show each other, all as PEM. */
export interface Certificates {
    /** The sandbox's own authority; nothing else is signed by it. */
    readonly authority: string;
    /** Serves 127.0.0.1 and localhost, and is the API server's client certificate towards etcd. */
    readonly certificate: string;
    readonly key: string;
    /** Signs service account tokens. */
    readonly serviceAccountKey: string;
}

/** Makes a new authority and what it signs. Valid for a year; the authority's own key is thrown away. */
export async function makeCertificates(name: string): Promise<Certificates> {
    const algorithm = { keyType: "ec", algorithm: "sha256" } as const;
    const authority = await generate([{ name: "commonName", value: `sandbox ${name}` }], {
        ...algorithm,
        extensions: [
            { name: "basicConstraints", cA: true, critical: true },
            { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
        ],
    });
    const leaf = await generate([{ name: "commonName", value: "localhost" }], {
        ...algorithm,
        ca: { cert: authority.cert, key: authority.private },
        extensions: [
            { name: "basicConstraints", cA: false },
            { name: "keyUsage", digitalSignature: true, critical: true },
            { name: "extKeyUsage", serverAuth: true, clientAuth: true },
            {
                name: "subjectAltName",
                altNames: [
                    { type: 7, ip: LOOPBACK },
                    { type: 2, value: "localhost" },
                ],
            },
        ],
    });
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    return {
        authority: authority.cert,
        certificate: leaf.cert,
        key: leaf.private,
        serviceAccountKey: privateKey.export({ type: "sec1", format: "pem" }).toString(),
    };
}
