using System.Text;
using SecureDocket.Verifier;

// Names may contain characters beyond ASCII, although the text of a QR code does not.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await CommandLine.RunAsync(args, Console.In, Console.Out, Console.Error, TimeProvider.System);
