// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/exitcodes.h"

#include <array>

namespace imagebuilder::headless {

namespace {

struct Row
{
    ExitCode code;
    std::initializer_list<ErrorKind> kinds;
    const char *meaning;
};

const std::array rows{
    Row{ExitCode::Success, {}, "done"},
    Row{ExitCode::Failed, {ErrorKind::Script, ErrorKind::Ssh}, "a build failed (of `run`: for any reason)"},
    Row{ExitCode::Usage, {ErrorKind::Usage}, "the command line is wrong"},
    Row{ExitCode::Config, {ErrorKind::Config}, "clouds.yaml or an option's value is wrong"},
    Row{ExitCode::Auth, {ErrorKind::Auth}, "credentials were refused, or a right is missing"},
    Row{ExitCode::NotFound, {ErrorKind::NotFound}, "what was named does not exist"},
    Row{ExitCode::Conflict, {ErrorKind::Conflict}, "it is in use, or in the wrong state"},
    Row{ExitCode::Quota, {ErrorKind::Quota}, "the project's quota is short"},
    Row{ExitCode::Unavailable, {ErrorKind::Unavailable, ErrorKind::RateLimited}, "a cloud or mirror does not answer"},
    Row{ExitCode::Timeout, {ErrorKind::Timeout}, "a deadline passed"},
    Row{ExitCode::Protocol, {ErrorKind::Protocol}, "an answer makes no sense"},
    Row{ExitCode::Storage, {ErrorKind::Storage}, "disk, journal or cache failed"},
    Row{ExitCode::Internal, {ErrorKind::Internal}, "a mistake in this program"},
    Row{ExitCode::Cancelled, {ErrorKind::Cancelled}, "cancelled (SIGINT, SIGTERM, `builds cancel`)"},
};

} // namespace

ExitCode exitCodeFor(ErrorKind kind)
{
    for (const auto &row : rows)
        for (const auto listed : row.kinds)
            if (listed == kind)
                return row.code;
    return ExitCode::Internal;
}

QString exitCodesHelp()
{
    QString text = QStringLiteral("Exit codes:\n");
    for (const auto &row : rows)
        text += QStringLiteral("  %1  %2\n").arg(static_cast<int>(row.code), 3).arg(QString::fromUtf8(row.meaning));
    return text;
}

} // namespace imagebuilder::headless
