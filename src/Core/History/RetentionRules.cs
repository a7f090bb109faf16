namespace FileStorage.Core.History;

/// <summary>
/// Which versions of a file are kept. A version counts as old from when the next one replaced it, not from when it was saved: until then it
/// was what the file was, so that whatever a file was within the first period can be had back exactly.
/// </summary>
public static class RetentionRules
{
    private const int DaysInWeek = 7;

    /// <summary>The versions that are not to be kept any longer, of all that there are. The newest is never among them. Safe to repeat.</summary>
    /// <param name="versions">All versions of one file, in any order.</param>
    /// <param name="now">This moment.</param>
    /// <param name="keepAllDays">Every version that was replaced within these days is kept.</param>
    /// <param name="dailyDays">Before that, back to so many days, the last one saved on each day (UTC); before that the last one of each week.</param>
    /// <param name="minVersions">So many of the newest are kept in any case.</param>
    public static IReadOnlyList<long> FindSurplus(
        IReadOnlyCollection<RetainedVersion> versions, DateTimeOffset now, int keepAllDays, int dailyDays, int minVersions)
    {
        var surplus = new List<long>();
        var (day, week) = (long.MaxValue, long.MaxValue);
        var replacedAt = DateTimeOffset.MaxValue;
        var rank = 0;
        foreach (var version in versions.OrderByDescending(version => version.Number))
        {
            // The first that is met of a day or a week is its last one, whatever it is kept for.
            var (itsDay, itsWeek) = (DayOf(version), DayOf(version) / DaysInWeek);
            var isLastOfDay = itsDay < day;
            var isLastOfWeek = itsWeek < week;
            (day, week) = (Math.Min(day, itsDay), Math.Min(week, itsWeek));
            var age = now - replacedAt;
            var isKept = rank < Math.Max(1, minVersions)
                || age <= TimeSpan.FromDays(keepAllDays)
                || (age <= TimeSpan.FromDays(dailyDays) ? isLastOfDay : isLastOfWeek);
            if (!isKept)
            {
                surplus.Add(version.Number);
            }

            replacedAt = version.CreatedAt;
            rank++;
        }

        return surplus;
    }

    private static long DayOf(RetainedVersion version) => version.CreatedAt.UtcTicks / TimeSpan.TicksPerDay;
}
