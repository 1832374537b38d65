# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
# How a folder becomes a library, and a folder of tests a program with one ctest entry per file.

set(IMAGEBUILDER_PCH <QtCore/QtCore> <QtNetwork/QtNetwork> <QCoro/QCoroTask> <QCoro/QCoroNetworkReply>
  <chrono> <expected> <functional> <map> <memory> <optional> <stop_token> <string> <utility> <vector>)

# imagebuilder_library(http LINKS base OpenSSL::Crypto): every .h and .cpp below this folder.
function(imagebuilder_library name)
  cmake_parse_arguments(arg "" "" "LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} *.h *.cpp)
  add_library(${name} STATIC ${sources})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_link_libraries(${name} PUBLIC imagebuilder_flags ${arg_LINKS})
  if(NOT name STREQUAL "base")
    target_precompile_headers(${name} REUSE_FROM base)
  endif()
endfunction()

# imagebuilder_tests(http LINKS http): each *test.cpp holds one class declared with IMAGEBUILDER_TEST (tests/support).
# Test `http.retry` is file retrytest.cpp of folder http.
function(imagebuilder_tests folder)
  cmake_parse_arguments(arg "" "TIMEOUT" "LINKS;LABELS" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} *.h *.cpp)
  set(target test_${folder})
  add_executable(${target} ${sources})
  target_link_libraries(${target} PRIVATE ${arg_LINKS} testsupport)
  target_compile_definitions(${target} PRIVATE IMAGEBUILDER_TEST_DIR="${CMAKE_CURRENT_SOURCE_DIR}"
    IMAGEBUILDER_FIXTURES="${CMAKE_SOURCE_DIR}/tests/fixtures" IMAGEBUILDER_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  foreach(source IN LISTS sources)
    if(source MATCHES "([a-z0-9]+)test\\.cpp$")
      set(test ${CMAKE_MATCH_1})
      add_test(NAME ${folder}.${test} COMMAND ${target} ${test})
      set_tests_properties(${folder}.${test} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}"
        SKIP_RETURN_CODE 77)
    endif()
  endforeach()
endfunction()
