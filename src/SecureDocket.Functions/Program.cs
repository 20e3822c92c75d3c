using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using SecureDocket.Functions;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.AddSecureDocket(builder.Configuration);
builder.AddTelemetryExport();
await builder.Build().RunAsync();
