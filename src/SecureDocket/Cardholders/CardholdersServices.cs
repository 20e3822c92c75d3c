using Microsoft.Extensions.DependencyInjection;

namespace SecureDocket.Cardholders;

/// <summary>Registers the services of this room.</summary>
public static class CardholdersServices
{
    /// <summary>Adds cardholders.</summary>
    public static IServiceCollection AddCardholders(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton<AlikePeople>()
            .AddSingleton<ApprovePhotoChange>()
            .AddSingleton<ChangePhoto>()
            .AddSingleton<ChangeContact>()
            .AddSingleton<ClearanceReviews>()
            .AddSingleton<EnrollCardholder>()
            .AddSingleton<HoldDocket>()
            .AddSingleton<ImportCardholders>()
            .AddSingleton<ProtectCardholder>()
            .AddSingleton<RecordClearance>()
            .AddSingleton<ReviewAlikePeople>()
            .AddSingleton<ViewCardholder>()
            .AddSingleton<ViewClearanceReviews>()
            .AddSingleton<ViewPhoto>()
            .AddSingleton<ViewPhotoChange>();
    }
}
