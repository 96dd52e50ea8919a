// SPDX-License-Identifier: Apache-2.0
import {
    isSecret,
    mapValue,
    OUTPUT_SIGNATURE,
    isObject,
    type Properties,
    SECRET_SIGNATURE,
    SIGNATURE,
    UNKNOWN,
} from "../values";

/** What stands in place of a secret wherever a run is shown. */
export const SECRET_TEXT = "[secret]";

const BLINDED = { [SIGNATURE]: SECRET_SIGNATURE, ciphertext: SECRET_TEXT };

/** The same properties, fit for an event: every secret says only that it is one. */
export function blind(properties: Properties): Properties {
    return mapValue(properties, blindValue) as Properties;
}

/** For JSON.stringify: blinds secrets at any depth of an event, and keeps them recognisable to a program. */
export function blindingReplacer(_key: string, value: unknown): unknown {
    return blindValue(value);
}

/** For JSON.stringify: writes the bare text in place of a secret, as a preview's digest does. */
export function redactingReplacer(_key: string, value: unknown): unknown {
    return isSecret(blindValue(value)) ? SECRET_TEXT : blindValue(value);
}

function blindValue(value: unknown): unknown {
    if (isSecret(value)) {
        return BLINDED;
    }
    if (isObject(value) && value[SIGNATURE] === OUTPUT_SIGNATURE) {
        return value["secret"] === true ? BLINDED : (value["value"] ?? UNKNOWN);
    }
    return value;
}
