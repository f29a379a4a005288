//! The built-in schemes.

use signed_api_macros::scheme;

scheme!(pub Acs = "acs");
scheme!(pub AcsDate = "acs-date");
scheme!(pub SinchApplication = "sinch-application");
scheme!(pub SinchApplicationMicroseconds = "sinch-application-microseconds");
scheme!(pub SinchApplicationSeconds = "sinch-application-seconds");
scheme!(pub SinchCallback = "sinch-callback");
scheme!(pub AwsSigv4 = "aws-sigv4");
