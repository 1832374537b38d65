// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayList>

namespace imagebuilder::build {

/// Joins the windows of a console log (the cloud shows the last 100 KiB only) into a stream of whole lines.
class ConsoleMerger
{
public:
    /// The lines that this window adds to the ones before, by the longest overlap; a gap is one line `[…]`.
    /// Control codes and CRs are dropped. A last line without its end waits for the next window.
    QByteArrayList add(const QByteArray &window);

private:
    QByteArray m_seen; ///< end of what was handed out, at most 100 KiB
};

/// The last lines of a console log, for an error text.
QByteArray consoleEnd(const QByteArray &log, int lines);

/// The step that our user-data script said it failed at ("imagebuilder: step NAME failed"), or empty.
QByteArray failedScriptStep(const QByteArray &log);

/// What that step said before it failed: its last lines, without those of others; empty where the log does not show it.
QByteArray failedStepOutput(const QByteArray &log, int lines);

/// The version of GitHub's runner that our user-data script said it installs ("imagebuilder: runner 2.330.0"), or
/// empty.
QByteArray installedRunner(const QByteArray &log);

} // namespace imagebuilder::build
