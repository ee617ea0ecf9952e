import { openRecordStore } from "../../simulator/host/record-store.ts";

/** Commits one number after the other and prints each when it was answered; started as a process, to be killed. */
const store = openRecordStore(process.argv[2] ?? "");
const role = store.of("r");

function commitFrom(number: number): void {
  const key = String(number);
  const writes = [
    { collection: "numbers", key, value: number },
    { collection: "twins", key, value: number },
  ];
  role.commit(writes, (error) => {
    if (error) throw error;
    process.stdout.write(`${number}\n`);
    commitFrom(number + 1);
  });
}

commitFrom(1);
