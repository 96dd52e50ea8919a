// SPDX-License-Identifier: Apache-2.0

/** How one label is compared with one value. */
export type Comparison = "==" | "!=" | "contains" | "starts with" | "ends with";

/** How one label is compared with a set of values. */
export type Membership = "in" | "not in";

/** How conditions are joined. */
export type Junction = "&&" | "||";

/**
 * A Calico selector as a tree. Labels are of letters, digits and "_./-"; no value has both kinds of quotes; the values of
 * a set are in the order of their UTF-8 bytes, each one once. Source: libcalico-go/lib/selector/parser/ast.go of Calico.
 */
export type Selector =
    | { readonly kind: "all" }
    | { readonly kind: "global" }
    | { readonly kind: "has"; readonly label: string }
    | { readonly kind: "comparison"; readonly label: string; readonly operator: Comparison; readonly value: string }
    | {
          readonly kind: "membership";
          readonly label: string;
          readonly operator: Membership;
          readonly values: readonly string[];
      }
    | { readonly kind: "not"; readonly operand: Selector }
    | {
          readonly kind: "junction";
          readonly operator: Junction;
          readonly operands: readonly [Selector, Selector, ...Selector[]];
      };
