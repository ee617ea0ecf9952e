import { NativeSelect, TextInput } from "@mantine/core";
import {
  CredentialScheme,
  type CredentialInput,
  type PoliciesView,
} from "../../../../simulator/api/index.ts";
import { schemeName } from "../words.ts";

/** A credential as it is written. */
export interface CredentialDraft {
  readonly scheme: CredentialScheme;
  /** User name, or subject. */
  readonly holder: string;
  readonly password: string;
}

/** The credential that is meant; undefined while something is missing. */
export function credentialOf({ scheme, holder, password }: CredentialDraft): CredentialInput | undefined {
  if (holder.trim() === "") return undefined;
  if (scheme === "mutual-tls") return { scheme, subject: holder.trim() };
  return password === "" ? undefined : { scheme, username: holder.trim(), password };
}

/** The fields of a credential. */
export function CredentialFields({
  draft,
  schemes,
  onChange,
}: {
  readonly draft: CredentialDraft;
  readonly schemes: PoliciesView["choices"]["schemes"];
  readonly onChange: (draft: CredentialDraft) => void;
}) {
  const byCertificate = draft.scheme === "mutual-tls";
  return (
    <>
      <NativeSelect
        label="Scheme"
        value={draft.scheme}
        data={schemes.map((value) => ({ value, label: schemeName(value) }))}
        onChange={({ currentTarget }) => {
          const scheme = CredentialScheme.options.find((one) => one === currentTarget.value);
          if (scheme !== undefined) onChange({ ...draft, scheme });
        }}
      />
      <TextInput
        label={byCertificate ? "Common name of its certificate" : "User name"}
        value={draft.holder}
        autoComplete="off"
        onChange={({ currentTarget }) => {
          onChange({ ...draft, holder: currentTarget.value });
        }}
      />
      {!byCertificate && (
        <TextInput
          label="Password"
          type="password"
          autoComplete="new-password"
          value={draft.password}
          onChange={({ currentTarget }) => {
            onChange({ ...draft, password: currentTarget.value });
          }}
        />
      )}
      <p className="caption">
        {draft.scheme === "username-token-digest"
          ? "A digest needs the password itself: it is stored sealed under the key file of the host."
          : byCertificate
            ? "A certificate of the test CA, or of an authority that the configuration trusts."
            : "The password is stored by its hash alone. Over the network it is taken over TLS only."}
      </p>
    </>
  );
}
