// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/nearest.h"

#include <algorithm>
#include <numeric>

namespace imagebuilder::app {

namespace {

/// Levenshtein's distance, with neighbours swapped counted as one (optimal string alignment).
qsizetype distance(const QString &a, const QString &b)
{
    std::vector<std::vector<qsizetype>> rows(size_t(a.size()) + 1, std::vector<qsizetype>(size_t(b.size()) + 1));
    std::iota(rows[0].begin(), rows[0].end(), 0);
    for (size_t i = 1; i < rows.size(); ++i) {
        rows[i][0] = qsizetype(i);
        for (size_t j = 1; j < rows[i].size(); ++j) {
            const auto left = a[qsizetype(i) - 1];
            const auto right = b[qsizetype(j) - 1];
            rows[i][j] =
                std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (left == right ? 0 : 1)});
            if (i > 1 && j > 1 && left == b[qsizetype(j) - 2] && right == a[qsizetype(i) - 2])
                rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
    }
    return rows.back().back();
}

QString lastPart(const QString &path)
{
    return path.section(u'.', -1);
}

} // namespace

QString nearest(const QString &word, const QStringList &known)
{
    QString best;
    qsizetype least = std::max<qsizetype>(1, word.size() / 3) + 1; // farther than this it is another word
    for (const auto &candidate : known) {
        const auto apart =
            std::min(distance(word.toLower(), candidate), distance(lastPart(word).toLower(), lastPart(candidate)));
        if (apart >= least)
            continue;
        least = apart;
        best = candidate;
    }
    return best;
}

} // namespace imagebuilder::app
