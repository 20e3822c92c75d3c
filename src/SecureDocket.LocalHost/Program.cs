using SecureDocket.LocalHost;

try
{
    await LocalRun.RunAsync(args);
    return 0;
}
catch (LocalHostException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
