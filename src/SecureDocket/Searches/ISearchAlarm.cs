namespace SecureDocket.Searches;

/// <summary>Alerts people when somebody searches unusually often for people who are not there.</summary>
public interface ISearchAlarm
{
    /// <summary>Reports that searches of one person found nobody this often, or more often, within an hour.</summary>
    void Missed(int times);
}
