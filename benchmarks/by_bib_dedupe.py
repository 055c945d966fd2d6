"""What bib-dedupe finds of the copies that `benchmarks/lookup.py --table` wrote down.

Run by a Python that has bib-dedupe, which is none of curabib's dependencies:
`python benchmarks/by_bib_dedupe.py FILE.csv [RECORDS] [COPIES]`, by default all. Of the records those are kept that
copies were made of, and others up to the number. A copy is found where it is matched with the record that it was made
of, or another of that title; what it is matched with besides is wrong.
"""

import resource
import sys
import time


def main() -> None:
    if len(sys.argv) < 2:
        print("say which table: see `benchmarks/lookup.py --table`")
        return
    import pandas
    from bib_dedupe import verbose_print
    from bib_dedupe.bib_dedupe import block, match, prep

    table = pandas.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
    copy = table["ID"].str.startswith("copy-")
    copies = table[copy].head(int(sys.argv[3]) if len(sys.argv) > 3 else len(table))
    records = table[~copy]
    wanted = records["truth"].isin(set(copies["truth"]))
    most = int(sys.argv[2]) if len(sys.argv) > 2 else len(records)
    some = pandas.concat([records[wanted], records[~wanted].head(max(0, most - wanted.sum()))])
    verbose_print.verbosity_level = 0
    start, wall = time.process_time(), time.perf_counter()
    both = pandas.concat([some, copies])
    said = both.drop(columns="truth").replace("", None).reset_index(drop=True)
    pairs = match(block(prep(said, cpu=1), cpu=1), cpu=1)
    spent, passed = time.process_time() - start, time.perf_counter() - wall
    title = dict(zip(both["ID"], both["title"].str.casefold(), strict=True))
    origin = {truth: title[id] for id, truth in zip(some["ID"], some["truth"], strict=True) if truth != "-1"}
    truth = dict(zip(copies["ID"], copies["truth"], strict=True))
    found: set[str] = set()
    wrong = 0
    for one, other, kind in zip(pairs["ID_1"], pairs["ID_2"], pairs["duplicate_label"], strict=True):
        if kind != "duplicate":
            continue
        for mine, theirs in ((one, other), (other, one)):
            if mine in truth and theirs not in truth:
                right = title[theirs] == origin[truth[mine]]
                wrong += not right
                if right:
                    found.add(mine)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"bib-dedupe: {len(copies)} copies among {len(some)} records, precision "
        f"{100 * len(found) / max(1, len(found) + wrong):.2f} %, recall {100 * len(found) / len(copies):.2f} %, "
        f"{spent:.0f} s CPU, {passed:.0f} s wall, {memory:.0f} MiB",
        flush=True,
    )


if __name__ == "__main__":
    main()
