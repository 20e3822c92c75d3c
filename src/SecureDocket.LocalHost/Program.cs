using SecureDocket.LocalHost;
using SecureDocket.LocalHost.Files;

if (LocalArguments.AsksForHelp(args))
{
    Console.WriteLine(LocalArguments.Help);
    return 0;
}

try
{
    await LocalRun.RunAsync(args);
    return 0;
}
catch (LocalHostException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return failure.ExitCode;
}
#pragma warning disable CA1031 // The last resort: any unexpected failure is reported in one sentence.
catch (Exception failure)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync($"The local host failed unexpectedly ({failure.GetType().Name}: {failure.Message.Split('\n')[0].Trim()}); if something other than Azurite listens on its ports, choose others with --azurite-port.");
    return 1;
}
