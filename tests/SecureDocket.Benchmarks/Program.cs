using BenchmarkDotNet.Running;
using SecureDocket.Benchmarks;

if (args is ["ratios"])
{
    Interleaved.Run();
    await Interleaved.RunOnlineAsync();
}
else if (args is ["ratios", "online"])
{
    await Interleaved.RunOnlineAsync();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Interleaved).Assembly).Run(args);
}
