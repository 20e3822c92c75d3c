using System.Reflection;
using SecureDocket.Health;

namespace SecureDocket.Functions.Health;

/// <summary>The schedules of all timer functions in this assembly, found by reflection so that none is missed.</summary>
internal static class TimerPlans
{
    public static TimerPlan Find() => new(
        (from method in AccessRules.FunctionMethods()
         let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>()).FirstOrDefault(found => found is not null)
         where trigger is not null
         select (method.GetCustomAttribute<FunctionAttribute>()!.Name, trigger.Schedule))
        .ToDictionary(timer => timer.Name, timer => TimerSchedule.Parse(timer.Schedule), StringComparer.Ordinal));
}
