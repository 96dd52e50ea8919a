// SPDX-License-Identifier: Apache-2.0
import { type Protocol, PROTOCOLS } from "kubesphere-network/lib/reach/ports";
import { BadInput } from "../inputs/bad-input";

/** A port that somebody asks about. */
export interface Port {
    readonly protocol: Protocol;
    readonly port: number;
}

const PORT = /^(?<port>\d{1,5})(?:\/(?<protocol>[a-z]+))?$/i;

/** Reads "8080" or "53/UDP". Throws a BadInput for anything else. */
export function parsePort(text: string): Port {
    const { port: digits = "", protocol: name = "TCP" } = PORT.exec(text)?.groups ?? {};
    const port = Number(digits);
    const protocol = PROTOCOLS.find((each) => each === name.toUpperCase());
    if (digits === "" || port < 1 || port > 65535 || protocol === undefined) {
        throw new BadInput([
            `'--port' (${text}) must be a port from 1 to 65535, with a protocol behind it unless it is TCP, such as 8080 or 53/UDP.`,
        ]);
    }
    return { protocol, port };
}
