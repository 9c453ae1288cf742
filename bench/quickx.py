import sys,os,json
sys.path.insert(0,os.path.dirname(os.path.abspath(__file__)))
import bench as B
B.own_session()
peer=sys.argv[1]; secs=int(sys.argv[2]) if len(sys.argv)>2 else 3; n=int(sys.argv[3]) if len(sys.argv)>3 else 8
lab=B.Lab(peer,"lo")
try:
    B.set_nice(-15)
    lab.up()
    lab.sh(lab.script,"client-start")
    lab.gen("first","-t",60)
    for i in range(n):
        d=lab.gen("bulk","-n",1,"-p","/big","-b",1<<30,"-t",secs)
        b=d.get("bytes") or 1
        print(i,"MB/s",d.get("MBps"),"s/GB cl %.2f sv %.2f"%(d["cpu_client"]/b*1e9,d["cpu_server"]/b*1e9),"foreign %.2f"%d["foreign_cpu"],d.get("err"),flush=True)
    if os.environ.get("AFTER"):
        os.system(os.environ["AFTER"].replace("LABDIR",lab.dir).replace("LABNS",lab.ns))
finally:
    lab.down()
