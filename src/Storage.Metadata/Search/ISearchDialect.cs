using System.Collections.Immutable;
using FileStorage.Core.Search;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Search;

/// <summary>
/// How an engine searches. What is asked for comes in the words of <see cref="NameWords"/> and of folded text, so that all engines find the
/// same. Conditions are the parameters from ?2 on, for <see cref="SearchSql"/>.
/// </summary>
internal interface ISearchDialect
{
    /// <summary>Keeps the folded words of a version's text; parameters as in <see cref="IndexSql.OfVersion"/>.</summary>
    SqlStatement PutWords(SqlValue drive, SqlValue entry, SqlValue version, string words);

    SqlStatement DropWords(SqlValue drive, SqlValue entry, SqlValue version);

    /// <summary>Names that hold one piece of each list, newest entries first: id, time of change, words.</summary>
    SqlStatement Names(IReadOnlyList<IReadOnlyList<string>> pieces, SqlValue[] conditions);

    /// <summary>Contents with all of the terms, best first: id, time of change, words of the name, weight.</summary>
    SqlStatement Contents(ImmutableArray<SearchTerm> terms, SqlValue[] conditions);

    /// <summary>At most 2,000 words of a drive's names that hold one of the pieces.</summary>
    SqlStatement Spellings(IReadOnlyList<string> pieces, long slot);

    /// <summary>From 0 to 1, of the weight of a content.</summary>
    double ContentWeight(long weight);
}
