// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/options/binding.h"

#include "headless/options/parsing.h"

#include <QtCore/QFile>

namespace imagebuilder::headless {

CLI::Option *textOption(CLI::App &app, const std::string &names, QString &target, const std::string &description)
{
    return app.add_option_function<std::string>(
        names, [&target](const std::string &text) { target = QString::fromStdString(text); }, description);
}

CLI::Option *listOption(CLI::App &app, const std::string &names, QStringList &target, const std::string &description)
{
    return parsedOption(app, names, target, parseList, description);
}

CLI::Option *fileOption(CLI::App &app, const std::string &names, QByteArray &target, const std::string &description)
{
    const auto read = [](const QString &path) -> Result<QByteArray> {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return failure(ErrorKind::Usage, QStringLiteral("cannot read %1: %2").arg(path, file.errorString()));
        auto bytes = file.readAll();
        if (bytes.isEmpty())
            return failure(ErrorKind::Usage, QStringLiteral("%1 is empty").arg(path));
        return bytes;
    };
    return parsedOption(app, names, target, read, description)->type_name("FILE");
}

CLI::Option *durationOption(CLI::App &app, const std::string &names, std::chrono::milliseconds &target,
                            const std::string &description)
{
    const auto shown = description + " [" + formatDuration(target).toStdString() + "]";
    return parsedOption(app, names, target, parseDuration, shown)->type_name("DURATION");
}

} // namespace imagebuilder::headless
