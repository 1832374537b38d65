# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
# One interface target says the language level, the warnings and Qt's restrictions for every target.

add_library(imagebuilder_flags INTERFACE)
target_compile_features(imagebuilder_flags INTERFACE cxx_std_23)
target_include_directories(imagebuilder_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(imagebuilder_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
  -Wno-missing-field-initializers # designated initialisers leave defaults on purpose
  -Wformat=2 -Wundef -Werror=unused-result -Werror=return-type
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wsuggest-override>
  # In a unity batch every .cpp is an included file, which is all this warning looks at.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${CMAKE_UNITY_BUILD}>>:-Wno-subobject-linkage>
  $<$<BOOL:${IMAGEBUILDER_WERROR}>:-Werror>)
target_compile_definitions(imagebuilder_flags INTERFACE
  QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_URL_CAST_FROM_STRING QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY
  QT_RESTRICTED_CAST_FROM_ASCII QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_UP_TO=0x060800
  IMAGEBUILDER_VERSION="${PROJECT_VERSION}")
# Headers of Qt's three modules and QCoro come to everyone through the one precompiled header; which folder may
# include what is checked by tests/architecture, and who links what by each folder's CMakeLists.txt.
foreach(module Qt6::Core Qt6::Network Qt6::Sql QCoro6::Core QCoro6::Network QCoro6::Coro)
  target_include_directories(imagebuilder_flags SYSTEM INTERFACE
    $<TARGET_PROPERTY:${module},INTERFACE_INCLUDE_DIRECTORIES>)
  target_compile_definitions(imagebuilder_flags INTERFACE $<TARGET_PROPERTY:${module},INTERFACE_COMPILE_DEFINITIONS>)
endforeach()

set(CMAKE_POSITION_INDEPENDENT_CODE ON)
find_program(IMAGEBUILDER_MOLD mold)
if(IMAGEBUILDER_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
find_program(IMAGEBUILDER_CCACHE ccache)
if(IMAGEBUILDER_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${IMAGEBUILDER_CCACHE})
endif()
