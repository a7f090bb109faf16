using FileStorage.Core.History;

namespace FileStorage.Tests.Core.Tests.History;

public sealed class RetentionRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_version_that_was_the_newest_within_the_first_period_is_kept_however_old_it_is() =>
        Assert.Empty(FindSurplus(minVersions: 1, (1, 400), (2, 29.9)));

    [Fact]
    public void Of_each_day_before_that_the_last_one_stays_and_of_each_week_before_that() =>
        Assert.Equal(
            [6, 5, 3, 1],
            FindSurplus(minVersions: 1, (1, 200.3), (2, 200.2), (3, 150.2), (4, 150.1), (5, 40.3), (6, 40.2), (7, 40.1), (8, 31), (9, 30.5), (10, 1)));

    [Fact]
    public void The_newest_ones_stay_in_any_case()
    {
        (long, double)[] versions = [.. Enumerable.Range(1, 10).Select(number => ((long)number, 300.4 - (number * 0.01)))];

        Assert.Equal([6, 5, 4, 3, 2, 1], FindSurplus(minVersions: 4, versions));
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1], FindSurplus(minVersions: 0, versions));
    }

    [Fact]
    public void Thinning_in_steps_over_the_years_never_takes_what_thinning_at_once_would_leave()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var versions = Enumerable.Range(1, 60).Select(number => number).Aggregate(
                new List<RetainedVersion>(),
                (list, number) =>
                {
                    var before = list.Count == 0 ? Now.AddDays(-300) : list[^1].CreatedAt;
                    list.Add(new RetainedVersion(number, before.AddHours(Math.Pow(random.NextDouble(), 6) * 2000)));
                    return list;
                });
            var inSteps = versions.ToList();
            for (var at = Now.AddDays(-200); at <= Now.AddDays(200); at += TimeSpan.FromDays(random.Next(1, 60)))
            {
                var known = inSteps.Where(version => version.CreatedAt <= at).ToList();
                var surplus = RetentionRules.FindSurplus(known, at, 30, 90, 3).ToHashSet();
                Assert.DoesNotContain(known.Count == 0 ? 0 : known.Max(version => version.Number), surplus);
                Assert.Empty(RetentionRules.FindSurplus([.. known.Where(version => !surplus.Contains(version.Number))], at, 30, 90, 3)
                    .Intersect(WithinKeepAll(versions, at)));
                Assert.Empty(surplus.Intersect(WithinKeepAll(versions, at)));
                inSteps.RemoveAll(version => surplus.Contains(version.Number));
            }
        }
    }

    // What the file was at any moment of the first period.
    private static HashSet<long> WithinKeepAll(List<RetainedVersion> versions, DateTimeOffset now)
    {
        var known = versions.Where(version => version.CreatedAt <= now).ToList();
        return [.. known.Where((_, index) => index == known.Count - 1 || known[index + 1].CreatedAt >= now.AddDays(-30)).Select(version => version.Number)];
    }

    private static IReadOnlyList<long> FindSurplus(int minVersions, params (long Number, double DaysAgo)[] versions) =>
        RetentionRules.FindSurplus(
            [.. versions.Select(version => new RetainedVersion(version.Number, Now.AddDays(-version.DaysAgo)))], Now, 30, 90, minVersions);
}
