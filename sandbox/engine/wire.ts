// SPDX-License-Identifier: Apache-2.0
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { isObject, mapValue, OUTPUT_SIGNATURE, type Properties, secret, SIGNATURE, UNKNOWN } from "./values";

const ASSET_SIGNATURES = new Set(["c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"]);

/** Properties as the program sent them: output envelopes opened, secrets kept, assets refused. */
export function fromStruct(struct: Struct | undefined): Properties {
    return struct === undefined ? {} : (mapValue(struct.toJavaScript(), openOutput) as Properties);
}

function openOutput(value: unknown): unknown {
    if (!isObject(value)) {
        return value;
    }
    if (value[SIGNATURE] === OUTPUT_SIGNATURE) {
        const inner = "value" in value ? value["value"] : UNKNOWN;
        return value["secret"] === true ? secret(inner) : inner;
    }
    if (typeof value[SIGNATURE] === "string" && ASSET_SIGNATURES.has(value[SIGNATURE])) {
        throw new Error("Assets and archives are not supported by the sandbox engine. Pass the content as text.");
    }
    return value;
}

export function toStruct(properties: Properties): Struct {
    return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}
