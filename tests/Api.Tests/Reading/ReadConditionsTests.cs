using FileStorage.Api.Reading;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Tests.Api.Tests.Reading;

/// <summary>RFC 9110, 13: conditions on a content with the etag "current", last modified on 1 May 2026 at noon.</summary>
public sealed class ReadConditionsTests
{
    private const string Before = "Fri, 01 May 2026 11:59:59 GMT";
    private const string Same = "Fri, 01 May 2026 12:00:00 GMT";
    private const string After = "Fri, 01 May 2026 12:00:01 GMT";

    private static readonly DateTimeOffset Modified = new(2026, 5, 1, 12, 0, 0, 400, TimeSpan.Zero);

    [Theory]
    [InlineData("If-Match", "\"current\"", "Proceed")]
    [InlineData("If-Match", "\"other\", \"current\"", "Proceed")]
    [InlineData("If-Match", "*", "Proceed")]
    [InlineData("If-Match", "\"other\"", "Failed")]
    [InlineData("If-Match", "W/\"current\"", "Failed")]
    [InlineData("If-None-Match", "\"current\"", "NotModified")]
    [InlineData("If-None-Match", "W/\"current\"", "NotModified")]
    [InlineData("If-None-Match", "*", "NotModified")]
    [InlineData("If-None-Match", "\"other\"", "Proceed")]
    [InlineData("If-Modified-Since", Before, "Proceed")]
    [InlineData("If-Modified-Since", Same, "NotModified")]
    [InlineData("If-Modified-Since", After, "NotModified")]
    [InlineData("If-Modified-Since", "nonsense", "Proceed")]
    [InlineData("If-Unmodified-Since", Before, "Failed")]
    [InlineData("If-Unmodified-Since", Same, "Proceed")]
    [InlineData("If-Unmodified-Since", After, "Proceed")]
    public void A_condition_leads_to(string header, string value, string expected) =>
        Assert.Equal(expected, Judge((header, value)));

    [Fact]
    public void An_etag_counts_more_than_a_date()
    {
        Assert.Equal("Proceed", Judge(("If-None-Match", "\"other\""), ("If-Modified-Since", After)));
        Assert.Equal("Proceed", Judge(("If-Match", "\"current\""), ("If-Unmodified-Since", Before)));
    }

    [Fact]
    public void What_must_match_is_judged_before_what_must_not() =>
        Assert.Equal("Failed", Judge(("If-Match", "\"other\""), ("If-None-Match", "\"current\"")));

    [Theory]
    [InlineData("\"current\"", true)]
    [InlineData("W/\"current\"", false)]
    [InlineData("\"other\"", false)]
    [InlineData(Same, true)]
    [InlineData(Before, false)]
    [InlineData(After, false)]
    [InlineData("nonsense", false)]
    public void If_Range_allows_a_range_only_of_what_is_current(string value, bool allowed)
    {
        var headers = new HeaderDictionary { ["If-Range"] = value };

        Assert.Equal(allowed, ReadConditions.AllowsRange(headers, "current", Modified));
    }

    private static string Judge(params (string Name, string Value)[] conditions)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in conditions)
        {
            headers[name] = value;
        }

        return ReadConditions.Judge(headers, "current", Modified).ToString();
    }
}
