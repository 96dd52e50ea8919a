// SPDX-License-Identifier: Apache-2.0
import { ADDRESS_BITS, canonical } from "../cidr";

/** An address as text. */
export function addressText(family: 4 | 6, address: bigint): string {
    const prefix = ADDRESS_BITS[family];
    return canonical({ family, prefix, address, first: address, last: address }).slice(0, -`/${prefix}`.length);
}
