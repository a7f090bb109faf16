using FileStorage.Api.Search.Extraction;
using FileStorage.Api.Search.Indexing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Search;

internal static class SearchServices
{
    /// <summary>Adds searching, and the indexer that keeps up with the drives. Settings: <see cref="SearchOptions"/>.</summary>
    public static IServiceCollection AddSearch(this IServiceCollection services)
    {
        services.AddOptions<SearchOptions>().BindConfiguration(SearchOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SearchOptions>, SearchOptionsValidator>();
        return services
            .AddSingleton<ISearchScope, TreeScope>().AddSingleton<SearchReads>().AddSingleton<SearchAdministration>()
            .AddSingleton<PdfText>().AddSingleton<TextExtractor>().AddSingleton<ContentLoader>().AddSingleton<ContentIndexing>()
            .AddSingleton<SearchIndexer>().AddHostedService(static provider => provider.GetRequiredService<SearchIndexer>());
    }
}
