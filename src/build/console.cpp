// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/console.h"

#include <QtCore/QRegularExpression>

#include <algorithm>

namespace imagebuilder::build {

namespace {

constexpr qsizetype keptBytes = 100LL * 1024;
constexpr qsizetype anchorBytes = 256;

QByteArray cleaned(const QByteArray &bytes)
{
    QByteArray clean;
    clean.reserve(bytes.size());
    bool escape = false;
    for (const char c : bytes) {
        if (escape)
            escape = !((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
        else if (c == '\x1b')
            escape = true;
        else if (c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= ' ')
            clean += c;
    }
    return clean;
}

/// Where the new part of `window` begins, or -1 when the two do not meet.
qsizetype newPart(const QByteArray &seen, const QByteArray &window)
{
    if (seen.isEmpty() || window.startsWith(seen))
        return seen.size();
    const auto anchor = seen.right(anchorBytes);
    const auto at = window.lastIndexOf(anchor);
    if (at >= 0)
        return at + anchor.size();
    return seen.size() < anchorBytes ? qsizetype(0) : qsizetype(-1);
}

} // namespace

QByteArrayList ConsoleMerger::add(const QByteArray &window)
{
    auto text = cleaned(window);
    text.truncate(text.lastIndexOf('\n') + 1);
    const auto start = newPart(m_seen, text);
    auto lines = text.mid(std::max<qsizetype>(start, 0)).split('\n');
    lines.removeLast();
    if (start < 0)
        lines.prepend(QByteArrayLiteral("[…]"));
    if (!text.isEmpty())
        m_seen = text.right(keptBytes);
    return lines;
}

QByteArray consoleEnd(const QByteArray &log, int lines)
{
    auto all = cleaned(log).split('\n');
    all.removeIf([](const QByteArray &line) { return line.trimmed().isEmpty(); });
    return all.mid(std::max<qsizetype>(0, all.size() - lines)).join('\n');
}

QByteArray failedScriptStep(const QByteArray &log)
{
    static const QRegularExpression said(QStringLiteral("imagebuilder: step ([A-Za-z0-9_-]+) failed"));
    return said.match(QString::fromUtf8(log)).captured(1).toUtf8();
}

QByteArray failedStepOutput(const QByteArray &log, int lines)
{
    // The script says its own lines twice: at once on the console, and behind its output on the way that this takes.
    const auto step = "imagebuilder: step " + failedScriptStep(log);
    const auto text = cleaned(log);
    const auto failed = text.lastIndexOf(step + " failed");
    const auto began = failed < 0 ? -1 : text.lastIndexOf(step + '\n', failed);
    if (began < 0)
        return {};
    auto said = text.mid(began + step.size(), failed - began - step.size()).split('\n');
    said.removeLast(); // what stands before the mark in its line
    said.removeIf([&step](const QByteArray &line) { return line.contains(step); });
    return consoleEnd(said.join('\n'), lines);
}

QByteArray installedRunner(const QByteArray &log)
{
    static const QRegularExpression said(QStringLiteral("imagebuilder: runner ([0-9][0-9A-Za-z.+-]{0,39})\\s"));
    return said.match(QString::fromUtf8(log)).captured(1).toUtf8();
}

} // namespace imagebuilder::build
