namespace FileStorage.Client.Versions;

/// <summary>A file changed while it was read, so that what was read is of no single moment and is not used.</summary>
public sealed class ContentChangedException() : IOException("The file changes while it is read.");
