import { describe, expect, test } from "vitest";
import {
  isSuccessCode,
  resultCodeIn,
  resultText,
} from "../../../../../simulator/roles/dm-server/wsi/library/result-codes.ts";

describe("result codes of FUMO and SCOMO", () => {
  test("are read from a number and from markup", () => {
    expect(resultCodeIn("200")).toBe(200);
    expect(resultCodeIn(" 1200 ")).toBe(1200);
    expect(resultCodeIn("<ResultCode>1407</ResultCode><Identifier>editor</Identifier>")).toBe(1407);
    for (const nothing of [undefined, "", "ok", "20", "12345", "<ResultCode>x</ResultCode>", "2e2"])
      expect(resultCodeIn(nothing)).toBeUndefined();
  });

  test("success is 2xx of FUMO and 12xx of SCOMO, those of vendors too", () => {
    expect([200, 250, 299, 300, 402, 500].map((code) => isSuccessCode("firmware", code))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect([1200, 1250, 1299, 1400, 200].map((code) => isSuccessCode("software", code))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test("have words", () => {
    expect(resultText("firmware", 402)).toBe("the package is corrupted");
    expect(resultText("software", 1406)).toBe("not enough memory for the installation");
    expect(resultText("firmware", 275)).toBe("success, vendor's own");
    expect(resultText("software", 1477)).toBe("failure, vendor's own");
  });
});
