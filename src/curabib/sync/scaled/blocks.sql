-- The blocks of curabib.match.block as tables, out of `rows` (curabib.match.rows.Row).
-- What depends on one record alone (its keys) comes with its row; here is what needs all of them: how often a word
-- occurs, how large a block is, who stands beside whom in a block too large for all of its pairs.
-- Written for DuckDB, translated for others. Each part is a view, or a table where it is asked for again and again.

-- view untitled: the authors of works without a title
SELECT DISTINCT people FROM rows WHERE title = '' AND people IS NOT NULL;

-- view exact: blocks of an identifier or a title, and of the authors where one of them has no title
SELECT unique_id, unnest(exact) AS block FROM rows
UNION ALL
SELECT r.unique_id, r.people AS block FROM rows AS r JOIN untitled AS u ON r.people = u.people;

-- table exact_size
SELECT block, count(*) AS members FROM exact GROUP BY block HAVING count(*) > 1;

-- view exact_small
SELECT e.unique_id, e.block FROM exact AS e JOIN exact_size AS s ON e.block = s.block
WHERE s.members <= {all_pairs};

-- view exact_large
SELECT e.block, r.looks, e.unique_id
FROM exact AS e JOIN exact_size AS s ON e.block = s.block JOIN rows AS r ON r.unique_id = e.unique_id
WHERE s.members > {all_pairs};

-- view look_first: the first of those that look alike in a large block
SELECT block, looks, min(unique_id) AS unique_id FROM exact_large GROUP BY block, looks;

-- view look_place: these in order
SELECT f.block, f.unique_id, row_number() OVER (PARTITION BY f.block ORDER BY r."order", r.name) AS place,
       count(*) OVER (PARTITION BY f.block) AS looks
FROM look_first AS f JOIN rows AS r ON r.unique_id = f.unique_id;

-- view look_reach: these, with the places of their neighbours
SELECT p.block, p.unique_id, p.place + o.step AS place
FROM look_place AS p CROSS JOIN (SELECT unnest(generate_series(1, {neighbours})) AS step) AS o
WHERE p.looks > {all_pairs};

-- table linked: the pairs of large blocks: with the first that looks alike, of few looks all, of many the neighbours
SELECT f.unique_id AS one, e.unique_id AS other
FROM exact_large AS e JOIN look_first AS f ON e.block = f.block AND e.looks = f.looks
WHERE e.unique_id <> f.unique_id
UNION
SELECT l.unique_id AS one, r.unique_id AS other
FROM look_place AS l JOIN look_place AS r ON l.block = r.block
WHERE l.place < r.place AND l.looks <= {all_pairs}
UNION
SELECT l.unique_id AS one, r.unique_id AS other
FROM look_reach AS l JOIN look_place AS r ON l.block = r.block AND l.place = r.place;

-- view linked_key: a block for each of these pairs
SELECT one AS unique_id, concat(one, '-', other) AS block FROM linked
UNION ALL
SELECT other AS unique_id, concat(one, '-', other) AS block FROM linked;

-- view word
SELECT unique_id, unnest(words) AS word FROM rows;

-- table word_count: words that at least two titles have
SELECT word, count(*) AS titles FROM word GROUP BY word HAVING count(*) > 1;

-- view word_place: the words of each title, the rarest first
SELECT w.unique_id, w.word, row_number() OVER (PARTITION BY w.unique_id ORDER BY c.titles, w.word) AS place
FROM word AS w JOIN word_count AS c ON w.word = c.word;

-- view family
SELECT unique_id, unnest(families) AS family FROM rows;

-- table close: blocks of a family name and a rare word
SELECT w.unique_id, concat(f.family, '|', w.word) AS block
FROM word_place AS w JOIN family AS f ON w.unique_id = f.unique_id
WHERE w.place <= {rare_words};

-- view close_size
SELECT block FROM close GROUP BY block HAVING count(*) > 1 AND count(*) <= {crowded};

-- view close_key
SELECT c.unique_id, c.block FROM close AS c JOIN close_size AS s ON c.block = s.block;

-- view start_size: blocks of the first two words of a title
SELECT start AS block FROM rows WHERE start IS NOT NULL GROUP BY start
HAVING count(*) > 1 AND count(*) <= {crowded};

-- view exact_list
SELECT unique_id, list(block) AS blocks FROM exact_small GROUP BY unique_id;

-- view linked_list
SELECT unique_id, list(block) AS blocks FROM linked_key GROUP BY unique_id;

-- view close_list
SELECT unique_id, list(block) AS blocks FROM close_key GROUP BY unique_id;

-- table blocked: what Splink gets, a row for each record that shares a block with another
SELECT r.unique_id, r.title, r.simple, r.strong,
       e.blocks AS exact_keys, n.blocks AS linked_keys, c.blocks AS close_keys, s.block AS start_key
FROM rows AS r
LEFT JOIN exact_list AS e ON r.unique_id = e.unique_id
LEFT JOIN linked_list AS n ON r.unique_id = n.unique_id
LEFT JOIN close_list AS c ON r.unique_id = c.unique_id
LEFT JOIN start_size AS s ON r.start = s.block
WHERE e.blocks IS NOT NULL OR n.blocks IS NOT NULL OR c.blocks IS NOT NULL OR s.block IS NOT NULL;

-- view open: the pairs that Splink leaves open
SELECT unique_id_l, unique_id_r FROM weighed WHERE match_weight >= 0;

-- view judging: these, for the judge
SELECT p.unique_id_l, l.profile AS profile_l, p.unique_id_r, r.profile AS profile_r
FROM open AS p JOIN rows AS l ON p.unique_id_l = l.unique_id JOIN rows AS r ON p.unique_id_r = r.unique_id;

-- view links
SELECT unique_id_l, unique_id_r, strength FROM verdicts WHERE strength > 0;

-- view ends
SELECT unique_id_l AS unique_id FROM links UNION SELECT unique_id_r AS unique_id FROM links;

-- view connected: the links with the connected parts that Splink finds, and all that is needed to resolve them
SELECT p.cluster_id, k.unique_id_l, l.profile AS profile_l, k.unique_id_r, r.profile AS profile_r, k.strength
FROM links AS k JOIN parts AS p ON k.unique_id_l = p.unique_id
JOIN rows AS l ON k.unique_id_l = l.unique_id JOIN rows AS r ON k.unique_id_r = r.unique_id;

-- view spoken: what there is to say of pairs
SELECT unique_id_l, unique_id_r, strength, code, reason FROM verdicts WHERE code <> '';

-- view named: who is in a group, or in a pair with something to say of
SELECT unique_id FROM groups
UNION SELECT unique_id_l AS unique_id FROM spoken UNION SELECT unique_id_r AS unique_id FROM spoken;

-- view members: these as people know them
SELECT n.unique_id, r.name, r.heading, r.said FROM named AS n JOIN rows AS r ON n.unique_id = r.unique_id;
