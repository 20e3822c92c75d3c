using System.Text;
using SecureDocket.Verifier;

// Names are not ASCII; the codes that they come from are.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await CommandLine.RunAsync(args, Console.In, Console.Out, Console.Error, TimeProvider.System);
