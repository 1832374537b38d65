// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/context.h"

namespace imagebuilder::simcloud {

// One handler for each thing that can be asked about images.

Response createImage(Context &context);
Response showImage(Context &context);
Response patchImage(Context &context);
Response deleteImage(Context &context);
Response listImages(Context &context);
Response uploadImageData(Context &context);
Response downloadImageData(Context &context);
Response showImportMethods(Context &context);
Response importImage(Context &context);

class Router;
void addImageMemberRoutes(Router &router);
void addImageSchemaRoutes(Router &router);

} // namespace imagebuilder::simcloud
