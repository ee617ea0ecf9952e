import { Button, Checkbox, Radio, TextInput } from "@mantine/core";
import { useState } from "react";
import type { AnswerInput, QuestionView } from "../../../../simulator/api/index.ts";
import { Empty } from "../../../shared/widgets/empty.tsx";
import { askDevice } from "../../../state/device-actions.tsx";
import { closeDialog, type DevicePlace } from "../../../state/device-ui.ts";
import { Countdown } from "../countdown.tsx";
import { FormFoot } from "./form-foot.tsx";
import styles from "./dialogs.module.css";

/** What a server asks the user of the device: shown, confirmed, typed or chosen. */
export function QuestionForm({
  place,
  question,
}: {
  readonly place: DevicePlace;
  readonly question: QuestionView | undefined;
}) {
  const [text, setText] = useState(question?.presetText ?? "");
  const [picked, setPicked] = useState<readonly number[]>(question?.presetChoices ?? []);
  const [refusal, setRefusal] = useState<string>();
  if (question === undefined)
    return (
      <Empty>
        <b>Nothing is asked any more.</b> The question was answered, or its time is over.
      </Empty>
    );
  const { id, code } = question;
  const send = async (answer: AnswerInput, done: string) => {
    const reason = await askDevice(place, { name: "answerUser", question: id, answer }, done);
    if (reason === undefined) closeDialog(place);
    else setRefusal(reason);
  };
  const submit = () => {
    if (code === 1102) return send({ text }, "The text was given to the device.");
    if (code === 1103 || code === 1104)
      return send({ choices: [...picked] }, "The choice was given to the device.");
    return send("accept", code === 1100 ? "Read." : "Confirmed.");
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className={styles.asked}>{question.text}</p>
      <div className={styles.waits}>
        <Countdown question={question} />
      </div>
      {code === 1102 && (
        <TextInput
          aria-label="Answer"
          data-autofocus
          type={question.hidden ? "password" : "text"}
          value={text}
          autoComplete="off"
          {...(question.longest === undefined ? {} : { maxLength: question.longest })}
          description={inputHint(question)}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
          }}
        />
      )}
      {code === 1103 && (
        <Radio.Group
          aria-label="Choices"
          value={String(picked[0] ?? "")}
          onChange={(value) => {
            setPicked([Number(value)]);
          }}
        >
          <div className={styles.choices}>
            {question.choices.map((choice, index) => (
              <Radio
                key={`${index} ${choice}`}
                size="xs"
                value={String(index + 1)}
                label={choice}
                data-autofocus={index === 0 || undefined}
              />
            ))}
          </div>
        </Radio.Group>
      )}
      {code === 1104 && (
        <div role="group" aria-label="Choices" className={styles.choices}>
          {question.choices.map((choice, index) => (
            <Checkbox
              key={`${index} ${choice}`}
              size="xs"
              label={choice}
              data-autofocus={index === 0 || undefined}
              checked={picked.includes(index + 1)}
              onChange={({ currentTarget }) => {
                setPicked(
                  currentTarget.checked
                    ? [...picked, index + 1].toSorted((a, b) => a - b)
                    : picked.filter((number) => number !== index + 1),
                );
              }}
            />
          ))}
        </div>
      )}
      <FormFoot
        place={place}
        refusal={refusal}
        action={actions[code]}
        leave="Later"
        focused={code <= 1101}
        unavailable={code === 1103 && picked.length === 0 ? "Nothing is chosen." : undefined}
      >
        {code === 1101 && <Button onClick={() => void send("reject", "Answered with no.")}>No</Button>}
        {code !== 1100 && (
          <Button variant="subtle" onClick={() => void send("cancel", "The user cancelled.")}>
            The user cancels
          </Button>
        )}
        <Button variant="subtle" onClick={() => void send("timeout", "The user gave no answer.")}>
          No answer
        </Button>
      </FormFoot>
    </form>
  );
}

const actions: Readonly<Record<QuestionView["code"], string>> = {
  1100: "Read",
  1101: "Yes",
  1102: "Answer",
  1103: "Choose",
  1104: "Choose",
};

function inputHint({ input, longest }: QuestionView): string | undefined {
  const kind = input === undefined || input === "alphanumeric" ? undefined : `Asked for: ${input}.`;
  const length = longest === undefined ? undefined : `At most ${longest} characters.`;
  return [kind, length].filter((hint) => hint !== undefined).join(" ") || undefined;
}
