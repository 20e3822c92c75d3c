using BenchmarkDotNet.Running;
using SecureDocket.Benchmarks;

if (args is ["ratios"])
{
    Interleaved.Run();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
