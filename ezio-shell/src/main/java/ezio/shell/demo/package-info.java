/** The whole job on one machine, with made-up disks: {@link ezio.shell.demo.Demo}. */
package ezio.shell.demo;
