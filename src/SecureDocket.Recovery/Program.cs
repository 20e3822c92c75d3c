using Microsoft.Extensions.Configuration;
using SecureDocket.Recovery;

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
return await CommandLine.RunAsync(args, configuration, Console.Out, Console.Error, TimeProvider.System, shardKeys: null, stop.Token);
