namespace FileStorage.Cli.Importing;

/// <summary>Where files are imported from. Nothing of it is trusted: names are judged by whoever uses them.</summary>
internal interface IImportSource : IDisposable
{
    /// <summary>Everything below the root; a folder comes before what it holds. A folder that cannot be listed is told and left out.</summary>
    /// <param name="report">Is told what cannot be read.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="CommandException">The source cannot be reached, or refuses.</exception>
    IAsyncEnumerable<SourceItem> ListAsync(ImportReport report, CancellationToken cancellationToken);

    /// <summary>The bytes of a file, as it was listed.</summary>
    /// <exception cref="IOException">It cannot be read, or is not what was listed any more.</exception>
    Task<Stream> OpenAsync(SourceItem file, CancellationToken cancellationToken);
}
