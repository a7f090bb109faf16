using System.Diagnostics;
using System.Globalization;
using System.Text;
using FileStorage.Api.Chunks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Search.Extraction;

/// <summary>
/// The text of PDF documents, through poppler's pdftotext where it is installed: a process of its own for each document, with limits on
/// time, processor, memory and output that the system enforces, no environment, and no file: the document goes in by its standard input.
/// </summary>
internal sealed partial class PdfText
{
    // The limits are set by a shell, which then becomes the program. Its arguments are ours, never the document's.
    private const string Script = "ulimit -v \"$1\" && ulimit -t \"$2\" && ulimit -f 0 && ulimit -c 0 && exec nice -n 19 \"$3\" -q -enc UTF-8 - -";

    private readonly SearchOptions _options;
    private readonly TimeProvider _clock;
    private readonly string? _program;

    public PdfText(IOptions<SearchOptions> options, TimeProvider clock, ILogger<PdfText> logger)
    {
        _options = options.Value;
        _clock = clock;
        _program = OperatingSystem.IsWindows() || _options.PdfProgram.Length == 0 ? null : Find(_options.PdfProgram);
        if (_program is null && _options is { Contents: true, Indexing: true })
        {
            LogMissing(logger, _options.PdfProgram);
        }
    }

    public bool IsAvailable => _program is not null;

    /// <exception cref="NotReadableException">The program is not installed, fails, or takes too long.</exception>
    public async Task ReadAsync(Stream content, TextCollector text, CancellationToken cancellationToken)
    {
        if (_program is null)
        {
            throw new NotReadableException("pdftotext is not installed on this server");
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.PdfSeconds), _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var process = Start(_program);
        var feeding = FeedAsync(process, content, either.Token);
        try
        {
            await DrainAsync(process, text, either.Token);
            if (text.IsFull)
            {
                // The rest is not wanted.
                process.Kill(entireProcessTree: true);
            }

            await process.WaitForExitAsync(either.Token);
            if (process.ExitCode != 0 && !text.IsFull)
            {
                throw new NotReadableException("it is damaged, protected, or takes too much to read");
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NotReadableException(string.Create(CultureInfo.InvariantCulture, $"it takes more than {_options.PdfSeconds} s to read"));
        }
        finally
        {
            // Whoever feeds it stops when it is gone, and must have stopped before the content is given back.
            await EndAsync(process);
            await Settled.WaitAsync(feeding);
        }
    }

    private Process Start(string program)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = "/",
        };
        string[] arguments =
        [
            "-c", Script, "sh",
            ((long)_options.PdfMebibytes * 1024).ToString(CultureInfo.InvariantCulture),
            _options.PdfSeconds.ToString(CultureInfo.InvariantCulture),
            program,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        var process = Process.Start(start) ?? throw new NotReadableException("pdftotext could not be started");
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task FeedAsync(Process process, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            await content.CopyToAsync(process.StandardInput.BaseStream, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has seen enough, or is gone; its exit status says which.
        }
    }

    private static async Task DrainAsync(Process process, TextCollector text, CancellationToken cancellationToken)
    {
        var buffer = new char[8 * 1024];
        while (!text.IsFull && await process.StandardOutput.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            // A form feed stands between two pages.
            buffer.AsSpan(0, count).Replace('\f', '\n');
            text.Append(buffer.AsSpan(0, count));
        }
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync(CancellationToken.None);
    }

    private static string? Find(string program) => Path.IsPathRooted(program)
        ? File.Exists(program) ? program : null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    [LoggerMessage(1, LogLevel.Information, "PDF documents are not searched by content: {Program} (poppler-utils) is not installed")]
    private static partial void LogMissing(ILogger logger, string program);
}
